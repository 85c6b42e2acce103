/** Which indicator a movement of a company's cloud file carries, by the service. Its names are the events' own. */
export const publicLinkIndicators: ReadonlyMap<string, string> = new Map([
  ['Box', 'Public link from corporate Box'],
  ['Google Drive', 'Public link from corporate Google Drive'],
  ['OneDrive', 'Public link from corporate OneDrive'],
])

export const directShareIndicators: ReadonlyMap<string, string> = new Map([
  ['Box', 'Shared from corporate Box'],
  ['Google Drive', 'Shared from corporate Google Drive'],
  ['OneDrive', 'Shared from corporate OneDrive'],
])

export const unmonitoredDownloadIndicators: ReadonlyMap<string, string> = new Map([
  ['Salesforce', 'Download to unmonitored device from corporate Salesforce'],
  ['Box', 'Download to unmonitored device from corporate Box'],
  ['Google Drive', 'Download to unmonitored device from corporate Google Drive'],
  ['OneDrive', 'Download to unmonitored device from corporate OneDrive'],
])

/** By `event.observer`: it tells the company's own mail from mail read in a browser. */
export const emailIndicators: ReadonlyMap<string, string> = new Map([
  ['Gmail', 'Sent from corporate Gmail'],
  ['Office365', 'Sent from corporate Microsoft Office 365'],
])

/** Service behind `event.observer`, where the source is not named. */
export const observedServices: ReadonlyMap<string, string> = new Map([
  ['Box', 'Box'],
  ['GoogleDrive', 'Google Drive'],
  ['OneDrive', 'OneDrive'],
  ['Salesforce', 'Salesforce'],
])

export const removableMedia = 'Removable media'
export const airDrop = 'AirDrop'
export const otherDestination = 'Other destination'
export const unknownDestination = 'Unknown destination'
