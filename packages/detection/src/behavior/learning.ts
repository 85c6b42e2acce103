/**
 * What it takes to call something unusual. Until enough is known of an actor nothing is. The references give the names of
 * the indicators and none of the numbers: these are Spillway's own.
 */
export const learning = {
  /** Days before an activity that tell its actor's hours. */
  hoursWindow: 56,
  /** Days with activity among them before hours are judged, and before destinations are. */
  daysForHours: 10,
  daysForDestinations: 5,
  /** An hour is usual that lies so near (hours) to activity on more than this share of the days with any. */
  nearHours: 1,
  usualShareOfDays: 0.1,
  /** Weeks with activity before the time of the week is judged too. */
  weeksForWeekdays: 4,
  /** A time of the week is usual with activity so near to it (hours) in at least this share of the weeks with any. */
  nearTimeOfWeek: 6,
  usualShareOfWeeks: 0.25,
  /** A destination is rare that was used on fewer days than these, of the days before the activity. */
  usesWindow: 90,
  daysOfUsual: 3,
} as const
