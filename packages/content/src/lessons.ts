/** A short text for a person whose activity called for it. */
export interface Lesson {
  readonly id: string
  /** What lists call it. */
  readonly title: string
  /** For those who choose it, never shown to whom it is sent. */
  readonly description: string
  readonly subject: string
  /** Paragraphs with placeholders, an empty line between them. */
  readonly message: string
}

/** What stands for the facts of a case in the message of a lesson. */
export const lessonPlaceholders = ['firstName', 'fileName', 'destination', 'mediaUrl'] as const
export type LessonPlaceholder = (typeof lessonPlaceholders)[number]

/** The day these lessons were last changed. */
export const prebuiltLessonsAt = '2026-04-27T00:00:00.000Z'

/** Lessons that come with the product. They take for granted that people mean well, and say what to do instead. */
export const prebuiltLessons: readonly Lesson[] = [
  {
    id: 'removable-media',
    title: 'Files on removable media',
    description: 'For files copied to USB sticks, external disks or memory cards',
    subject: 'Copying work files to removable media',
    message: `Hi {{firstName}},

we noticed that {{fileName}} was copied to {{destination}}. Sticks and external disks are handy, but they are easily lost, and whoever finds one can read what is on it.

If you need the files elsewhere, please use the company's own storage: it is backed up, and you can reach it from any of your machines. If you no longer need the copy, deleting it is all there is to do.

Was there a good reason? Just answer this message, so that we can help you find a way that is safe and works for you.`,
  },
  {
    id: 'personal-cloud-storage',
    title: 'Files in personal cloud storage',
    description: 'For files uploaded to, or synchronised with, private accounts of cloud services',
    subject: 'Work files in personal cloud storage',
    message: `Hi {{firstName}},

{{fileName}} went to {{destination}}. Files in a private account stay there when devices change hands or a password leaks, and the company can neither protect nor restore them.

Please keep work files in the company's own storage. If the upload was an accident, for instance because a sync program took a whole folder along, please delete the copy and take the folder off its list.

If something is missing in what the company offers, tell us by answering this message. We would rather improve it than have you work around it.`,
  },
  {
    id: 'public-links',
    title: 'Files shared by public links',
    description: 'For files that anybody with the link can open',
    subject: 'A file of yours can be opened by anybody with the link',
    message: `Hi {{firstName}},

{{fileName}} was shared in a way that lets anybody with the link open it, without signing in. Links get forwarded, end up in chats and logs, and keep working long after they were needed.

Please open the sharing settings of the file and name the people who need it instead. If the link has to stay open for a while, set a date on which it ends.

If you are not sure how, answer this message and we will look at it together.`,
  },
  {
    id: 'source-code',
    title: 'Source code in other repositories',
    description: 'For code pushed or uploaded to places that the company does not run',
    subject: 'Source code outside the company',
    message: `Hi {{firstName}},

we noticed that {{fileName}} went to {{destination}}. Code often carries more than it seems to: keys, addresses of internal systems, and work that belongs to the company and its customers.

Please push to the company's own repositories. If this was an open-source contribution or a test project, that is fine: just let us know, and we will remember the place.

If a key or password was in it, please tell us today. Replacing it is quick, and nobody will be cross.`,
  },
  {
    id: 'departing-employees',
    title: 'Leaving the company',
    description: 'For people who are about to leave, when they join the watchlist of departing employees',
    subject: 'Before you go: what may come along and what stays',
    message: `Hi {{firstName}},

thank you for your work here. As your last day comes closer, a short word on files: what was made for the company stays with it, wherever it is kept, and that includes drafts, customer lists and code.

Private things are yours, of course. If photos or papers of your own are on a company machine, tell us which, and we will help you take them along. Please do not copy folders as a whole.

Whoever takes over from you will be glad of a note about where things are. All the best for what comes next.`,
  },
  {
    id: 'personal-email',
    title: 'Files sent to personal mail',
    description: 'For files sent to, or uploaded into, private mail accounts',
    subject: 'Work files in personal mail',
    message: `Hi {{firstName}},

{{fileName}} went to {{destination}}. Mail to a private account is copied to servers that the company cannot reach, and stays there for years.

If you meant to work on it at home, please sign in to the company's storage instead: it works from there, too. If it was sent by accident, deleting the message and emptying the trash is enough.

Need access that you do not have? Answer this message and we will sort it out.`,
  },
]
