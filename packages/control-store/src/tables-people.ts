import type { Counter, Flag, FlagWithDefault, JsonText, Optional, TextWithDefault, Timestamp } from './scalars.ts'

export interface OrganizationTable {
  /** Decimal text of a 64-bit number: exceeds what a JSON number can hold. */
  uid: string
  /** Numeric id of the console API. */
  legacy_id: number
  guid: string
  tenant_id: string
  parent_uid: string | null
  /** Legacy ids from the root down, `/1/4/9/`: a subtree is a range of texts. Organizations never move. */
  path: TextWithDefault
  name: string
  active: FlagWithDefault
  blocked: FlagWithDefault
  external_reference: Optional
  notes: Optional
  registration_key: Optional
  /** Users the organization may have; -1 is no limit. */
  maximum_seats: Counter
  /** Bytes its users may back up together; -1 is no limit. */
  maximum_bytes: Counter
  /** Setting values of this organization alone, by key: `{value, locked}`. */
  settings: TextWithDefault
  /** What the console's settings page sets here and not above, as JSON. */
  console_settings: TextWithDefault
  /** Settings document for new machines, as JSON; null to take the one of the organization above. */
  device_defaults: Optional
  deactivated_at: Optional<Timestamp>
  /** Organization whose deactivation took this one along; null when it was deactivated itself. */
  deactivated_with: Optional
  created_at: Timestamp
  modified_at: Timestamp
}

export interface UserTable {
  uid: string
  legacy_id: number
  tenant_id: string
  org_uid: string
  username: string
  /** Lower-cased user name; what makes a name unique. */
  username_key: string
  email: string
  first_name: string | null
  last_name: string | null
  /** Argon2id in PHC form; null bars signing in with a password. */
  password_hash: string | null
  /** Base32 secret of the second factor; null while it is off. */
  totp_secret: string | null
  /** Last accepted time step; a code is good once. */
  totp_last_step: number | null
  active: FlagWithDefault
  blocked: FlagWithDefault
  external_reference: Optional
  notes: Optional
  /** Bytes the user may back up; -1 is no limit. */
  quota_bytes: Counter
  /** Waits for the user to take up an invitation. */
  invited: FlagWithDefault
  /** Must choose another password at the next sign-in. */
  password_reset: FlagWithDefault
  /** Hash of the secret that sets a password without the old one, by invitation or reset; null while none is out. */
  password_reset_hash: Optional
  password_reset_expires_at: Optional<Timestamp>
  /** JSON array of licence names. */
  licenses: TextWithDefault
  /** Organization whose deactivation took this user along. */
  deactivated_with: Optional
  /** Tokens carry it; raising it ends every token issued before. */
  token_generation: Counter
  created_at: Timestamp
  modified_at: Timestamp
}

/** How many users or machines there are of each kind, kept by the database with every change of theirs. */
export interface ListingTallyTable {
  kind: 'user' | 'agent'
  tenant_id: string
  /** Empty for machines that nobody owns. */
  org_uid: string
  active: Flag
  blocked: Flag
  amount: number
}

/**
 * How many rows of each kind stand in a block of an order, kept by the database with every change of theirs. A block goes
 * from its first place up to that of the next one. See `0025-ranks`.
 */
export interface ListingRankTable {
  /** `user.last_name`: the kind of row, and the order. */
  list: string
  tenant_id: string
  /** First place of the block: what rows are ordered by, and the number among those of one key. */
  key: string
  number: number
  active: Flag
  blocked: Flag
  amount: number
}

/** Roles that an installation made for itself; the built-in ones are part of the contract. */
export interface RoleTable {
  id: string
  legacy_id: number
  tenant_id: string
  name: string
  name_key: string
  /** `all`, or `organization` for the holder's own organization and those under it. */
  scope: string
  /** JSON array of permission names. */
  permissions: JsonText
  created_at: Timestamp
  modified_at: Timestamp
}

export interface UserRoleTable {
  user_uid: string
  role_id: string
  created_at: Timestamp
}

export interface DepartmentTable {
  id: string
  tenant_id: string
  name: string
  name_key: string
  created_at: Timestamp
}

/** What a directory tells about a user beyond the account. */
export interface DirectoryProfileTable {
  user_uid: string
  department_id: Optional
  title: Optional
  division: Optional
  employment_type: Optional
  manager_uid: Optional
  display_name: Optional
  locality: Optional
  region: Optional
  country: Optional
  modified_at: Timestamp
}

export interface DirectoryGroupTable {
  id: string
  tenant_id: string
  name: string
  name_key: string
  /** Id of the group in the directory it came from. */
  external_reference: Optional
  /** Organization whose directory tells of the group; null for one that tells of the whole tenant. */
  org_uid: Optional
  created_at: Timestamp
  modified_at: Timestamp
}

export interface DirectoryGroupMemberTable {
  group_id: string
  user_uid: string
}
