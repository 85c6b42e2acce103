/** A web service files are moved to or from, with the name and category events carry for it. */
export interface Service {
  readonly name: string
  readonly category: string
  readonly host: string
  readonly path: string
  readonly title: string
  readonly weight: number
}

const rows: readonly (readonly [string, string, string, string, string, number])[] = [
  ['Dropbox', 'Cloud Storage', 'www.dropbox.com', '/home', 'Files - Dropbox', 14],
  ['Google Drive', 'Cloud Storage', 'drive.google.com', '/drive/my-drive', 'My Drive - Google Drive', 18],
  ['OneDrive', 'Cloud Storage', 'onedrive.live.com', '/?id=root', 'My files - OneDrive', 9],
  ['Box', 'Cloud Storage', 'app.box.com', '/folder/0', 'All Files | Powered by Box', 6],
  ['WeTransfer', 'Cloud Storage', 'wetransfer.com', '/', 'WeTransfer - Send Large Files', 3],
  ['Mega', 'Cloud Storage', 'mega.nz', '/fm', 'MEGA', 1],
  ['iCloud', 'Cloud Storage', 'www.icloud.com', '/iclouddrive', 'iCloud Drive', 3],
  ['Gmail', 'Email', 'mail.google.com', '/mail/u/0/', 'Inbox - Gmail', 12],
  ['Outlook', 'Email', 'outlook.live.com', '/mail/0/', 'Mail - Outlook', 7],
  ['ProtonMail', 'Email', 'mail.proton.me', '/u/0/inbox', 'Inbox | Proton Mail', 1],
  ['Slack', 'Messaging', 'app.slack.com', '/client/', 'general - Slack', 14],
  ['Microsoft Teams', 'Messaging', 'teams.microsoft.com', '/_#/conversations/', 'Chat | Microsoft Teams', 8],
  ['WhatsApp', 'Messaging', 'web.whatsapp.com', '/', 'WhatsApp', 3],
  ['LinkedIn', 'Social Media', 'www.linkedin.com', '/feed/', 'Feed | LinkedIn', 2],
  ['Reddit', 'Social Media', 'www.reddit.com', '/submit', 'Submit to Reddit', 1],
  ['GitHub', 'Source Code Repository', 'github.com', '/upload/main', 'Upload files - GitHub', 4],
  ['GitLab', 'Source Code Repository', 'gitlab.com', '/-/new/main', 'New file - GitLab', 2],
  ['iLovePDF', 'PDF Manager', 'www.ilovepdf.com', '/merge_pdf', 'Merge PDF files online', 2],
  ['Adobe Acrobat', 'PDF Manager', 'acrobat.adobe.com', '/link/home/', 'Adobe Acrobat', 2],
  ['Canva', 'Productivity Tools', 'www.canva.com', '/design/', 'Untitled design - Canva', 3],
  ['Notion', 'Productivity Tools', 'www.notion.so', '/workspace', 'Notion', 3],
  ['CloudConvert', 'File Conversion Tools', 'cloudconvert.com', '/', 'File Converter | CloudConvert', 1],
  ['ChatGPT', 'AI Tools', 'chatgpt.com', '/', 'ChatGPT', 5],
]

export const services: readonly Service[] = rows.map(([name, category, host, path, title, weight]) => ({
  name,
  category,
  host,
  path,
  title,
  weight,
}))
