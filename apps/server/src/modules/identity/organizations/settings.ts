/** One setting of an organization, by key. */
export interface OrganizationSetting {
  readonly value: string
  readonly locked: boolean
}

export type OrganizationSettings = Readonly<Record<string, OrganizationSetting>>

export const settingsOf = ({ settings }: { readonly settings: string }): OrganizationSettings =>
  JSON.parse(settings) as OrganizationSettings

/** User names are e-mail addresses unless the organization says otherwise. */
export const usernameIsAnEmail = (organization: { readonly settings: string }): boolean =>
  settingsOf(organization)[usernameIsAnEmailKey]?.value !== 'false'

export const usernameIsAnEmailKey = 'usernameIsAnEmail'
