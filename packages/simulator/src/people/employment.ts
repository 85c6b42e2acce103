import type { Organization, Person } from '../organization.ts'
import { createRandomAt, hashText } from '../random.ts'

/** First and last day of somebody in the company, in days since 1970. */
export interface Employment {
  /** Before the beginning of the simulation for those who were there already. */
  readonly hired: number
  /** Last day at work; far away for those who stay. */
  readonly leaves: number
  /** Day on which the company learns that the person leaves. */
  readonly announced: number
  /** Whether the company ends it. */
  readonly isDismissed: boolean
  readonly isContractor: boolean
}

const never = 1_000_000
const laterHires = 0.08
const leavingAMonth = 0.012
const monthDays = 30

/** Who comes and who leaves from the day `begins` on. It follows from the organization and that day alone. */
export const employmentOf = ({ seed }: Pick<Organization, 'seed'>, { index }: Person, begins: number): Employment => {
  const isContractor = createRandomAt(hashText(`contract ${seed}`), index).chance(0.12)
  const random = createRandomAt(hashText(`employment ${seed}`), index)
  const hired = random.chance(laterHires) ? begins + 1 + random.integer(330) : begins - 30 - random.integer(2500)
  const months = Math.ceil(Math.log(1 - random.next()) / Math.log(1 - leavingAMonth * (isContractor ? 2 : 1)))
  const leaves = Math.min(
    never,
    Math.max(begins + 4, hired + 60) + (months - 1) * monthDays + random.integer(monthDays),
  )
  const isDismissed = random.chance(0.3)
  const notice = isDismissed ? random.integer(4) : 10 + random.integer(26)
  return { hired, leaves, announced: Math.max(hired + 1, leaves - notice), isDismissed, isContractor }
}

export const isEmployed = ({ hired, leaves }: Employment, day: number): boolean => day >= hired && day <= leaves
