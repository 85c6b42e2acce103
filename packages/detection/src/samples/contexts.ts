import { usualBehavior } from '../behavior/judge.ts'
import * as context from '../catalogue/context.ts'
import { acquirableServices, acquiredIndicator } from '../catalogue/services.ts'
import { behaviorSamples } from './behavior.ts'
import { type IndicatorSamples, localEdit, type Sample, upload, uploadOf } from './sample.ts'

const categories: readonly IndicatorSamples[] = [...context.fileCategoryIndicators].map(([category, id]) => ({
  id,
  fires: [
    { what: 'uploaded', event: uploadOf({ category }) },
    { what: 'printed', event: { event: { action: 'file-printed' }, file: { category } } },
  ],
  silent: [
    { what: 'changed where it lies', event: localEdit({ category }) },
    { what: 'uncategorized', event: uploadOf({ category: 'Uncategorized' }) },
    { what: 'of another category', event: uploadOf({ category: category === 'Pdf' ? 'Image' : 'Pdf' }) },
  ],
}))

const file = (name: string, mimeTypeByBytes: string, categoryByBytes: string, categoryByExtension: string): Sample => ({
  what: `${mimeTypeByBytes} in ${name}`,
  event: uploadOf({ name, mimeTypeByBytes, categoryByBytes, categoryByExtension }),
})
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const mismatch: IndicatorSamples = {
  id: context.fileMismatch,
  fires: [
    file('holiday.jpg', spreadsheet, 'Spreadsheet', 'Image'),
    file('song.mp3', 'application/zip', 'Archive', 'Audio'),
    file('plan.pdf', 'application/x-7z-compressed', 'Archive', 'Pdf'),
    file('notes.txt', 'application/x-dosexec', 'Executable', 'Document'),
    file('scan.png', 'text/x-python; charset=utf-8', 'SourceCode', 'Image'),
  ],
  silent: [
    file('plan.xlsx', spreadsheet, 'Spreadsheet', 'Spreadsheet'),
    file('plan.xlsx', 'application/zip', 'Archive', 'Spreadsheet'),
    file('tool.jar', 'application/zip', 'Archive', 'Executable'),
    file('main.py', 'text/plain', 'Document', 'SourceCode'),
    file('deploy.txt', 'text/x-shellscript', 'Script', 'Document'),
    file('logo.ai', 'application/pdf', 'Pdf', 'Image'),
    file('memo.m4a', 'video/mp4', 'Video', 'Audio'),
    file('dump.bin', 'application/gzip', 'Archive', 'Executable'),
    file('blob.zip', 'application/octet-stream', 'Uncategorized', 'Archive'),
    {
      what: 'a mismatch that stays on the machine',
      event: localEdit({
        name: 'holiday.jpg',
        mimeTypeByBytes: spreadsheet,
        categoryByBytes: 'Spreadsheet',
        categoryByExtension: 'Image',
      }),
    },
  ],
}

const from = (ip: string): Sample => ({
  what: `from ${ip}`,
  event: { ...upload({ name: 'Dropbox' }), source: { ip } },
})
const remote: IndicatorSamples = {
  id: context.remote,
  fires: ['203.0.113.7', '2001:db8::1', '2001:db8:0:0:0:0:0:1%eth3', '::ffff:203.0.113.7'].map(from),
  silent: [
    ...['10.1.2.3', '172.31.0.1', '192.168.1.1', '127.0.0.1', '::1', 'fe80::1%eth3', 'fd00::1', '::ffff:10.0.0.1'].map(
      from,
    ),
    from('not an address'),
    { what: 'from nowhere', event: upload({ name: 'Dropbox' }) },
    { what: 'a local edit', event: { ...localEdit(), source: { ip: '203.0.113.7' } } },
  ],
}

const watchlists: readonly IndicatorSamples[] = [...context.watchlistIndicators].map(([type, id]) => {
  const member = (of: string) => ({ watchlists: [{ id: '1', type: of, title: null }], behavior: usualBehavior })
  const event = upload({ name: 'Dropbox' })
  return {
    id,
    fires: [{ what: 'a member uploads', event, circumstances: member(type) }],
    silent: [
      { what: 'someone on no list', event, circumstances: { watchlists: [] } },
      { what: 'a new employee', event, circumstances: member('NEW_EMPLOYEE') },
      { what: 'a member of a list of the same title', event, circumstances: member('CUSTOM') },
      { what: 'a member edits', event: localEdit(), circumstances: member(type) },
    ],
  }
})

const acquired: readonly IndicatorSamples[] = acquirableServices.map((service) => {
  const acquiredFrom = [{ sourceName: service }]
  const other = service === 'Box' ? 'Slack' : 'Box'
  return {
    id: acquiredIndicator(service),
    fires: [{ what: 'uploaded after it was acquired', event: uploadOf({ acquiredFrom }) }],
    silent: [
      { what: 'acquired elsewhere', event: uploadOf({ acquiredFrom: [{ sourceName: other }] }) },
      { what: 'acquired and kept', event: localEdit({ acquiredFrom }) },
      { what: 'uploaded there, not acquired there', event: upload({ name: service }) },
    ],
  }
})

const fromHighValue = { isFromHighValueSource: true }
const highValueSource: IndicatorSamples = {
  id: context.highValueSource,
  fires: [
    { what: 'uploaded from there', event: upload({ name: 'Dropbox' }), circumstances: fromHighValue },
    { what: 'printed', event: { event: { action: 'file-printed' } }, circumstances: fromHighValue },
  ],
  silent: [
    { what: 'from elsewhere', event: upload({ name: 'Dropbox' }), circumstances: { isFromHighValueSource: false } },
    { what: 'kept on the machine', event: localEdit(), circumstances: fromHighValue },
    {
      what: 'moved to where it is trusted',
      event: upload({ name: 'Dropbox' }),
      circumstances: { ...fromHighValue, trustReason: 'Trusted browser URL' },
    },
  ],
}

export const contextSamples: readonly IndicatorSamples[] = [
  ...categories,
  mismatch,
  remote,
  ...behaviorSamples,
  ...watchlists,
  ...acquired,
  highValueSource,
]
