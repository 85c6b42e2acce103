import type { Database } from '@spillway/control-store'

/** Something that was deactivated or activated, and what of it concerns those who hang on users. */
export interface UserTurn {
  /** Uid of the user or organization that was turned; the mark that its followers bear. */
  readonly mark: string
  /** The one user, or all users that bear the mark. */
  readonly userUid: string | null
  readonly active: boolean
  readonly at: string
}

/** Takes its own rows along within the transaction that turned the users. */
export type UserFollower = (db: Database, turn: UserTurn) => Promise<void>

export type Followers = ReturnType<typeof createFollowers>

/** Who follows when users are deactivated and activated: modules above this one, told and never asked. */
export const createFollowers = () => {
  const followers: UserFollower[] = []
  return {
    add: (follower: UserFollower): void => void followers.push(follower),
    async tell(db: Database, turn: UserTurn): Promise<void> {
      for (const follow of followers) await follow(db, turn)
    },
  }
}
