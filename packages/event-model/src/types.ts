/** How a field compares in a query. */
export type ValueClass = 'keyword' | 'path' | 'enumeration' | 'address' | 'number' | 'timestamp' | 'boolean'

/** JSON form of one value; a timestamp is an ISO 8601 string in UTC. */
export type ValueType = 'string' | 'int32' | 'int64' | 'timestamp' | 'boolean'

/** Version of the file-event API. */
export type Version = 'v1' | 'v2'

/** What a value tells about people: nothing, who somebody is, or what somebody works on. */
export type Privacy = 'technical' | 'personal' | 'content'

export type Operator =
  | 'IS'
  | 'IS_NOT'
  | 'IS_ANY'
  | 'IS_NONE'
  | 'GREATER_THAN'
  | 'LESS_THAN'
  | 'ON'
  | 'ON_OR_AFTER'
  | 'ON_OR_BEFORE'
  | 'WITHIN_THE_LAST'
  | 'EXISTS'
  | 'DOES_NOT_EXIST'
