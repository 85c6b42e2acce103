import type { Person } from '../organization.ts'
import type { Habits } from '../people/habits.ts'
import type { Random } from '../random.ts'
import type { Recipe } from '../scene.ts'
import { type Department, departments } from '../vocabulary/departments.ts'
import { createWeighted } from '../weighted.ts'
import { airDrop } from './airdrop.ts'
import { download, paste, upload } from './browser.ts'
import { cloudEdit, cloudShare } from './cloud-drive.ts'
import { gitPush } from './git-push.ts'
import { localEdit } from './local-edit.ts'
import { mail } from './mail.ts'
import { print } from './print.ts'
import { copyToRemovableMedia } from './removable-media.ts'
import { salesforceReport } from './report.ts'
import { syncFolder } from './sync-folder.ts'

/** Everything people do here; shares are percentages of events, about 100 together. */
export const recipes: readonly Recipe[] = [
  localEdit,
  download,
  syncFolder,
  upload,
  cloudEdit,
  mail,
  cloudShare,
  gitPush,
  print,
  copyToRemovableMedia,
  salesforceReport,
  paste,
  airDrop,
]

// Shares count events; an activity of several files is drawn more rarely to keep them.
const activities = ({ name, share, mostFiles = 1 }: Recipe, { habits }: Department): number =>
  (share * (habits[name] ?? 1) * 2) / (1 + mostFiles)

const draws = new Map(
  departments.map((department) => [department, createWeighted(recipes, (recipe) => activities(recipe, department))]),
)

/** Draws what a member of a department does next. */
export const drawRecipe = (department: Department, random: Random): Recipe =>
  (draws.get(department) as (random: Random) => Recipe)(random)

const strongestTaste = 3

/** The same for one person: what the person does not care for is mostly drawn again. */
export const drawPersonalRecipe = ({ department }: Person, { tastes }: Habits, random: Random): Recipe => {
  for (let draws = 0; draws < 20; draws++) {
    const recipe = drawRecipe(department, random)
    if (random.next() * strongestTaste < (tastes[recipe.name] ?? 1)) return recipe
  }
  return localEdit
}
