import type { StoryKind } from '../story.ts'
import { airDrop } from './airdrop.ts'
import { departing } from './departing.ts'
import { media } from './media.ts'
import { print } from './print.ts'
import { publicShare } from './public-share.ts'
import { renameAndZip } from './rename-and-zip.ts'
import { salesforce } from './salesforce.ts'
import { slowDrip } from './slow-drip.ts'
import { sourceCode } from './source-code.ts'

/** Every class of incident. */
export const incidents: readonly StoryKind[] = [
  departing,
  media,
  sourceCode,
  renameAndZip,
  publicShare,
  slowDrip,
  salesforce,
  airDrop,
  print,
]
