import type { Extension } from './file-kinds.ts'

/** A department: how many work there, what they write about, in which kinds of files, and with which habits. */
export interface Department {
  readonly name: string
  readonly share: number
  readonly topics: readonly string[]
  readonly extensions: readonly Extension[]
  /** Multiplies the common proportion of a recipe, by recipe name. */
  readonly habits: Readonly<Record<string, number>>
}

const words = (text: string) => text.split(',')
const extensions = (text: string) => text.split(' ') as Extension[]

export const departments: readonly Department[] = [
  {
    name: 'Engineering',
    share: 30,
    topics: words('ingest worker,query planner,scheduler,billing service,release notes,load test,schema,gateway'),
    extensions: extensions('ts ts py go go java js sql json yaml sh txt log png zip docx'),
    habits: { 'git-push': 4, print: 0.2, mail: 0.4, 'salesforce-report': 0 },
  },
  {
    name: 'Sales',
    share: 18,
    topics: words('customer list,pipeline,renewal,pricing,proposal,account plan,quota,territory'),
    extensions: extensions('xlsx xlsx docx pptx pptx pdf csv png'),
    habits: { 'git-push': 0, mail: 2, 'salesforce-report': 4, 'cloud-share': 1.5 },
  },
  {
    name: 'Marketing',
    share: 9,
    topics: words('campaign,launch,brand,webinar,newsletter,trade show,survey,press release'),
    extensions: extensions('pptx pptx png jpg psd svg mp4 docx pdf key zip'),
    habits: { 'git-push': 0, upload: 1.6, 'cloud-share': 2 },
  },
  {
    name: 'Finance',
    share: 8,
    topics: words('budget,forecast,invoice,audit,payroll,expense report,board deck,merger'),
    extensions: extensions('xlsx xlsx xlsx xls csv pdf pdf docx'),
    habits: { 'git-push': 0, print: 3, 'removable-media': 0.6 },
  },
  {
    name: 'Human Resources',
    share: 5,
    topics: words('salary review,offer letter,handbook,onboarding,headcount,severance,benefits'),
    extensions: extensions('docx docx pdf xlsx pptx txt'),
    habits: { 'git-push': 0, print: 2.5, mail: 1.5 },
  },
  {
    name: 'Legal',
    share: 3,
    topics: words('contract,patent,nondisclosure agreement,litigation hold,license,policy,due diligence'),
    extensions: extensions('docx docx doc pdf pdf rtf'),
    habits: { 'git-push': 0, print: 3, mail: 2 },
  },
  {
    name: 'Product Design',
    share: 7,
    topics: words('wireframe,design system,user study,roadmap,prototype,icon set,storyboard'),
    extensions: extensions('psd png png svg jpg pdf key mov zip'),
    habits: { 'git-push': 0.3, upload: 1.5, 'sync-folder': 1.5 },
  },
  {
    name: 'Research',
    share: 8,
    topics: words('experiment,formula,model weights,trial results,lab notes,dataset,patent draft'),
    extensions: extensions('py csv csv json pdf docx xlsx dat gz 7z dwg'),
    habits: { 'git-push': 1.5, 'removable-media': 2 },
  },
  {
    name: 'Customer Support',
    share: 8,
    topics: words('ticket export,troubleshooting,call recording,escalation,knowledge article,diagnostics'),
    extensions: extensions('txt log log zip png mp3 pdf docx csv'),
    habits: { 'git-push': 0, download: 2, 'salesforce-report': 1.5 },
  },
  {
    name: 'IT',
    share: 4,
    topics: words('inventory,rollout,backup,access review,firewall rules,image build,installer'),
    extensions: extensions('ps1 bat sh exe msi iso dmg log csv xlsx zip'),
    habits: { 'git-push': 1, 'removable-media': 2.5 },
  },
]
