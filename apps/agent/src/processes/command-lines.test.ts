import { expect, it } from 'vitest'
import { transferPrograms } from './command-lines.ts'
import { argumentsOf, programOf } from './programs.ts'

const read = (line: string) => {
  const [program = '', ...words] = line.split(' ')
  return transferPrograms.get(program)?.(words) ?? null
}

it.each([
  ['curl -T a.zip https://ann:pw@files.example.com:8443/up', 'files.example.com', ['a.zip']],
  ['curl -sS --upload-file=a.zip ftp.example.com/in/', 'ftp.example.com', ['a.zip']],
  ['curl -F file=@a.zip;type=x/y -F "n=1" https://file.io', 'file.io', ['a.zip']],
  ['curl -X POST -d @body.json --url http://10.0.0.7/x', '10.0.0.7', ['body.json']],
  ['curl --data-binary @/tmp/a -H a:b https://[2001:db8::1]/', '2001:db8::1', ['/tmp/a']],
  ['wget --post-file=a.csv https://example.org/x', 'example.org', ['a.csv']],
  ['scp -P 2222 -i key a b ann@Host.example:/tmp/', 'host.example', ['a', 'b']],
  ['scp a scp://host.example:22/x', 'host.example', ['a']],
  ['scp -r dir [2001:db8::1]:x', '2001:db8::1', ['dir']],
  ['rsync -az -e ssh --exclude .git src/ host.example:backup', 'host.example', ['src/']],
  ['rsync -a a host.example::module/x', 'host.example', ['a']],
  ['rsync a rsync://host.example/module', 'host.example', ['a']],
  ['sftp -b batch ann@host.example', 'host.example', []],
  ['ssh -p 22 host.example cat > x', 'host.example', []],
  ['lftp -u ann,pw ftp.example.com', 'ftp.example.com', []],
  ['ncftpput -u ann -p pw ftp.example.com /in a b', 'ftp.example.com', ['a', 'b']],
  ['nc -w 3 host.example 9000', 'host.example', []],
  ['smbclient //nas.example/share -c put', 'nas.example', []],
  ['aws s3 cp a.zip s3://Bucket-1/x --profile p', 'bucket-1.s3.amazonaws.com', ['s3', 'cp', 'a.zip']],
  ['aws s3 cp a.zip s3://b/x --endpoint-url https://minio.example', 'minio.example', ['s3', 'cp', 'a.zip']],
  ['gsutil cp a gs://bucket', 'storage.googleapis.com', ['cp', 'a']],
  ['azcopy copy a https://acme.blob.core.windows.net/c?sig=x', 'acme.blob.core.windows.net', ['copy', 'a']],
  ['rclone copy a.zip gdrive:backup', null, ['a.zip']],
  ['wormhole send a.zip', null, ['a.zip']],
])('%s', (line, host, files) => {
  expect(read(line)).toMatchObject({ host, files })
})

it.each([
  'curl https://example.com/a.zip -o a.zip',
  'curl',
  'wget https://example.com/a',
  'scp host.example:a .',
  'scp a ./b:c/d',
  'rsync -a src dst',
  'rsync -a host:src dst',
  'sftp',
  'aws s3 cp s3://bucket/a .',
  'aws s3 ls s3-but-no-url',
  'rclone copy gdrive:a .',
  'rclone ls gdrive:',
  'wormhole receive 7-a-b',
])('%s takes nothing out', (line) => {
  expect(read(line)).toBeNull()
})

it.each([
  ['firefox', ['/usr/lib/firefox/firefox'], 'browser'],
  ['chrome', ['/opt/google/chrome/chrome', '--profile-directory=Default'], 'browser'],
  ['chrome', ['chrome', '--type=utility', '--utility-sub-type=network.mojom.NetworkService'], 'browser'],
  ['chromium-browse', ['/usr/bin/chromium-browser'], 'browser'],
  ['Slack', ['/usr/lib/slack/slack'], 'service'],
  ['slack', ['/usr/lib/slack/slack'], 'service'],
  ['curl', ['curl', '-T', 'a'], 'transfer'],
  ['python3.12', ['/usr/bin/python3.12', '/usr/bin/aws', 's3'], 'transfer'],
  ['perl', ['perl', '/usr/bin/rsync'], 'transfer'],
])('%s %j is a %s', (name, line, kind) => {
  expect(programOf(name, line)?.kind).toBe(kind)
})

it.each([
  ['chrome', ['chrome', '--type=renderer']],
  ['chrome', ['chrome', '--type=utility', '--utility-sub-type=audio.mojom.AudioService']],
  ['firefox', ['firefox', '-contentproc', '-childID']],
  ['bash', ['-bash']],
  ['python3', ['python3', 'script.py']],
  ['node', ['node']],
  ['constructor', ['constructor']],
])('%s %j is none of interest', (name, line) => {
  expect(programOf(name, line)).toBeNull()
})

it('leaves the script out of the words after an interpreter', () => {
  expect(argumentsOf('python3', ['python3', '/usr/bin/aws', 's3'])).toEqual(['s3'])
  expect(argumentsOf('curl', ['curl', '-T', 'a'])).toEqual(['-T', 'a'])
})
