/**
 * Kinds of places files come from and go to; the same list serves source and destination.
 * The list is open: connectors may send others.
 */
export const placeCategories = [
  'AI Tools',
  'Business Intelligence Tools',
  'Business Tools',
  'Civil Services',
  'Cloud Computing',
  'Cloud Storage',
  'Coding Tools',
  'Contract Management',
  'CRM Tools',
  'Design Tools',
  'Device',
  'E-commerce',
  'Email',
  'File Conversion Tools',
  'Financial Services',
  'Healthcare & Insurance',
  'HR Tools',
  'Image Hosting',
  'IT Services',
  'Job Listings',
  'Learning Platforms',
  'Marketing Tools',
  'Messaging',
  'Multiple Possibilities',
  'PDF Manager',
  'Photo Printing',
  'Productivity Tools',
  'Professional Services',
  'Real Estate',
  'Sales Tools',
  'Search Engine',
  'Shipping',
  'Social Media',
  'Software',
  'Source Code Repository',
  'Travel',
  'Uncategorized',
  'Unknown',
  'Web Hosting',
] as const

export type PlaceCategory = (typeof placeCategories)[number]

/** Names of places that are machines and media rather than services. */
export const deviceNames = {
  removableMedia: 'Removable Media',
  unmonitored: 'Unmonitored Device',
  airDrop: 'AirDrop',
} as const
