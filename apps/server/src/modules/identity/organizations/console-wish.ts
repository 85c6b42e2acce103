import { SpillwayError } from '../../../platform/errors.ts'
import type { ConsoleSettings } from './console-settings.ts'
import type { DeviceDefaults } from './device-defaults.ts'
import type { OrganizationWish } from './service.ts'

interface Limits {
  readonly maxSeats?: number | null | undefined
  readonly maxBytes?: number | null | undefined
}

/** What the console sends of an organization. */
export interface ConsoleWish {
  readonly orgName?: string | null | undefined
  readonly orgExtRef?: string | null | undefined
  readonly notes?: string | null | undefined
  readonly settings?: (Limits & ConsoleSettings) | null | undefined
  readonly deviceDefaults?: DeviceDefaults | null | undefined
}

/** Null means not supplied; an empty text clears. */
export const wishOf = ({ orgName, orgExtRef, notes, settings, deviceDefaults }: ConsoleWish): OrganizationWish => ({
  ...(orgName != null && { name: orgName }),
  ...(orgExtRef != null && { externalReference: orgExtRef || null }),
  ...(notes != null && { notes: notes || null }),
  ...(settings?.maxSeats != null && { maximumSeats: limit('maxSeats', settings.maxSeats) }),
  ...(settings?.maxBytes != null && { maximumBytes: limit('maxBytes', settings.maxBytes) }),
  ...(settings != null && { consoleSettings: settings }),
  ...(deviceDefaults != null && { deviceDefaults }),
})

const limit = (name: string, value: number): number => {
  if (value >= -1) return value
  throw new SpillwayError('MALFORMED_REQUEST', {
    field: `body.settings.${name}`,
    reason: 'is -1 for no limit, or more',
  })
}
