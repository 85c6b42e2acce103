/** A documented command line with its pipes, and what it must come to. */
export interface PipeSample {
  readonly name: string
  /** Document and line it is taken from. */
  readonly from: string
  /** As printed; only host and credentials stand for others. */
  readonly script: string
  readonly prints: string | RegExp
  /** What curl tells with `-v`. */
  readonly tells?: RegExp
}

/** Host of the documents. */
export const documentedHost = 'https://console.us.code42.com'
const token = `-H 'Authorization: Bearer <auth_token>'`
const computers = `curl "${documentedHost}/api/v1/Computer?export=csv&active=true" ${token}`
const otherVersions = `awk -F "," '$18 != "8.7.0" {print $18}' devices.txt`

export const pipeSamples: readonly PipeSample[] = [
  {
    name: 'devices on version x',
    from: 'source document 003, line 213',
    script: `${computers} | grep -c ,8.7.0,`,
    prints: '3\n',
  },
  {
    name: 'versions other than x, as printed: a JSON formatter takes no CSV, so that nothing comes through',
    from: 'source document 003, lines 228 and 229',
    script: `${computers} | python3 -mjson.tool | grep ,, > devices.txt\n${otherVersions}`,
    prints: '',
  },
  {
    name: 'versions other than x, without the JSON formatter',
    from: 'source document 003, lines 228 and 229',
    script: `${computers} | grep ,, > devices.txt\n${otherVersions}`,
    prints: '8.7.1\n8.6.1\n8.6.0\n',
  },
  {
    name: 'administrators of organizations',
    from: 'source document 003, line 244',
    script:
      `curl "${documentedHost}/api/v1/User?active=true&pgSize=999&roleId=10&incRoles=true" ${token} ` +
      '| python3 -mjson.tool | grep -w username',
    prints: /^(\s+"username": "(michelle\.lee|chris\.smith|joe\.johnson)@example\.com",\n){3}$/,
  },
  {
    name: 'moving a user',
    from: 'source document 003, line 257',
    script:
      `curl -v -H "Content-Type: application/json" -X POST -d '{"userId":307,"parentOrgId":71}' ` +
      `${documentedHost}/api/v1/UserMoveProcess ${token}`,
    prints: '',
    tells: /< HTTP\/1\.1 204 No Content/,
  },
  {
    name: 'the quota of a user',
    from: 'source document 003, line 264',
    script:
      `curl -X PUT -H "Content-Type: application/json" -d '{"quotaInBytes":30000000000}' ` +
      `${documentedHost}/api/v1/User/80 ${token}`,
    prints: /"userId":80,.*"quotaInBytes":30000000000,/,
  },
  {
    name: 'the tenant, formatted',
    from: 'source document 002, line 80',
    script: `curl -vvv -X GET -H "Authorization: Bearer <AuthToken>" '${documentedHost}/v1/customer' | python3 -m json.tool`,
    prints: /^\{\n(.*\n)* {4}"tenantId": "[0-9a-f-]{36}"\n\}\n$/,
    tells: /< HTTP\/1\.1 200 OK/,
  },
  {
    name: 'the uid of a user, as printed: -GET is no method',
    from: 'source document 002, line 117',
    script: `curl -X -GET '${documentedHost}/v1/users?username=<Code42Username>' -H 'Authorization: Bearer <AuthToken>'`,
    prints: /"status":400/,
  },
  {
    name: 'the uid of a user, with the method meant',
    from: 'source document 002, line 117',
    script: `curl -X GET '${documentedHost}/v1/users?username=<Code42Username>' -H 'Authorization: Bearer <AuthToken>' | python3 -m json.tool | grep -c '"username": "astrid.ludwig@example.com"'`,
    prints: '1\n',
  },
  {
    name: 'the same from the console resource that the text names',
    from: 'source document 002, line 109',
    script:
      `curl '${documentedHost}/api/v1/User?q=astrid.ludwig@example.com&active=true' ${token} ` +
      '| python3 -m json.tool | grep -c userUid',
    prints: '1\n',
  },
  ...['api/v1/User/my', 'User/my', 'api/user/my', 'console/api/User/my', 'console/api/v1/user/my'].map((path) => ({
    name: `basic authentication at /${path}`,
    from: 'source document 001, lines 266 and 276 to 294',
    script: `curl -u "<username>:<password>" ${documentedHost}/${path} | python3 -m json.tool | grep -c '"username"'`,
    prints: '1\n',
  })),
]

/** The first sample of the document about computers; its answer is looked into. */
export const backupStatusScript =
  `curl "${documentedHost}/api/v1/Computer?active=true&incBackupUsage=true&srtKey=lastBackup" ${token} ` +
  '| python3 -mjson.tool'
