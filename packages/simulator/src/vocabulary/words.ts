export const documentNouns =
  'plan draft summary report review notes template tracker checklist overview analysis appendix deck brief export figures agenda minutes'.split(
    ' ',
  )

export const qualifiers = ['final', 'final v2', 'draft', 'copy', 'v2', 'v3', 'reviewed', 'signed', 'old', 'internal']

export const moduleNouns =
  'client server parser index handler router store config utils helper schema worker queue cache metrics session'.split(
    ' ',
  )

export const projectNames =
  'Aurora Basalt Cedar Delta Ember Falcon Granite Harbor Indigo Juniper Kestrel Lagoon Meridian Nimbus Orchid Pioneer Quartz Ridge Saffron Tundra Umbra Vertex Willow Zephyr'.split(
    ' ',
  )

export const removableMedia: readonly (readonly [string, string, number])[] = [
  ['SanDisk', 'Ultra USB 3.0', 64_000_000_000],
  ['Samsung', 'Portable SSD T7', 1_000_000_000_000],
  ['Kingston', 'DataTraveler 3.0', 32_000_000_000],
  ['WD', 'My Passport 25E2', 2_000_000_000_000],
  ['Lexar', 'JumpDrive', 128_000_000_000],
]

/** Mail domains of other firms; private mail is at `mailbox.example`. */
export const outsideDomains =
  'contoso.example fabrikam.example northwind.example tailspin.example wingtip.example proseware.example'.split(' ')

/** Papers that only the board should read. */
export const boardTitles = [
  'Board deck',
  'Board minutes',
  'Acquisition term sheet',
  'Quarterly results before release',
  'Executive compensation',
  'Merger due diligence',
  'Capital plan',
]
