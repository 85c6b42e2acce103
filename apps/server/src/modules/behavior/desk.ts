import { type ActorProfile, type Behavior, emptyProfile, judge, observe, usualBehavior } from '@spillway/detection'
import type { Horizon } from './horizon.ts'
import type { KnownProfiles } from './known.ts'

/** One event as behaviour sees it. */
export interface ActorActivity {
  readonly actorId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Where the file went; null for activity that stays on the machine. */
  readonly destination: string | null
}

/** The activities of one batch. */
export interface BatchBehavior {
  /**
   * Judges each activity by what its actor did before it: the activities come in the order of the batch, a part after the
   * one before was answered. Null stands for nobody that is known. The answer has the same order.
   */
  judge(activities: readonly (ActorActivity | null)[]): Promise<readonly Behavior[]>
  /** Called once: the batch is stored for good, or it failed or was a repeat, and counts for nothing. */
  settle(isStored: boolean): void
}

interface Dependencies {
  readonly profiles: KnownProfiles
  readonly clock: () => Date
  readonly horizon: Horizon
  /** Resolves to whether profiles tell all of what was stored before this process, or soon enough to wait for. */
  readonly isCaughtUp: () => Promise<boolean>
}

const millisecondsOfDay = 24 * 3_600_000

/** Judges events by what was stored before their batch, and by those before them in it. */
export const createBehaviorDesk = ({ profiles, clock, horizon, isCaughtUp }: Dependencies) => ({
  open: (): BatchBehavior => {
    const pending = horizon.open()
    /** What this batch adds, which counts for others once it is stored. */
    const learned = new Map<string, ActorProfile>()
    const judgeOne = (known: ReadonlyMap<string, ActorProfile>, activity: ActorActivity): Behavior => {
      const profile = learned.get(activity.actorId) ?? known.get(activity.actorId) ?? emptyProfile
      const after = observe(profile, activity)
      if (after !== profile) learned.set(activity.actorId, after)
      return judge(profile, activity)
    }
    return {
      judge: async (activities) => {
        const canJudge = await isCaughtUp()
        const known = await profiles.of(actorsOf(activities))
        // The clock of a device that is further ahead tells nothing of hours and days.
        const latest = clock().getTime() + millisecondsOfDay
        return activities.map((activity) => {
          if (activity === null || activity.at > latest) return usualBehavior
          const behavior = judgeOne(known, activity)
          return canJudge ? behavior : usualBehavior
        })
      },
      settle: (isStored) => {
        if (!isStored && learned.size > 0) return pending.uncertain()
        if (isStored) profiles.learn(learned)
        pending.certain()
      },
    }
  },
})

const actorsOf = (activities: readonly (ActorActivity | null)[]): ReadonlySet<string> =>
  new Set(activities.flatMap((activity) => (activity ? [activity.actorId] : [])))
