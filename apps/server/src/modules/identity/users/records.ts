import type { Row } from '@spillway/control-store'

export interface UserRecord extends Row<'user'> {
  readonly org_legacy_id: number
  readonly org_guid: string
  readonly org_name: string
  readonly org_path: string
  readonly org_settings: string
}

export interface UserFilter {
  readonly active?: boolean | undefined
  readonly blocked?: boolean | undefined
  /** Keys of user names, any of which fits. */
  readonly usernameKeys?: readonly string[] | undefined
  readonly email?: string | undefined
  /** Path of an organization; with `withChildren` those under it too. */
  readonly organization?: { readonly path: string; readonly withChildren: boolean } | undefined
  readonly roleId?: string | undefined
  readonly uid?: string | undefined
  readonly externalReference?: string | undefined
  /** Whole display name, in any letter case. */
  readonly displayName?: string | undefined
  /** Part of user name, e-mail address, first or last name. */
  readonly search?: string | undefined
}

export interface UserOrder {
  readonly column: 'legacy_id' | 'username_key' | 'email' | 'first_name' | 'last_name' | 'created_at' | 'modified_at'
  readonly descending: boolean
}
