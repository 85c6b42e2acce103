import type { StoryKind } from '../story.ts'
import { backupDrive } from './backup-drive.ts'
import { boardMeeting } from './board-meeting.ts'
import { courtBundle } from './court-bundle.ts'
import { newTool } from './new-tool.ts'
import { partnerExchange } from './partner-exchange.ts'
import { projectHandover } from './project-handover.ts'
import { quarterEndReports } from './quarter-end-reports.ts'
import { release } from './release.ts'
import { teamOffsite } from './team-offsite.ts'

/** Every class of benign look-alike, each resembling another class of incident. */
export const lookAlikes: readonly StoryKind[] = [
  newTool,
  backupDrive,
  release,
  projectHandover,
  boardMeeting,
  partnerExchange,
  quarterEndReports,
  teamOffsite,
  courtBundle,
]
