/** Method, path, name within the family and summary of an operation that only says that it is not there. */
export type Absent = readonly [method: string, path: string, name: string, summary: string]

export const legalHold: readonly Absent[] = [
  ['POST', '/api/v1/LegalHold', 'create-matter.v1', 'Create a matter'],
  ['GET', '/api/v1/LegalHold', 'matters.v1', 'List matters'],
  ['GET', '/api/v1/LegalHold/{legalHoldUid}', 'matter.v1', 'Read a matter'],
  ['PUT', '/api/v1/LegalHold/{legalHoldUid}', 'update-matter.v1', 'Change a matter'],
  ['GET', '/api/v1/LegalHoldMembership', 'memberships.v1', 'List who is in matters'],
  ['POST', '/api/v1/LegalHoldMembership', 'add.v1', 'Add a user to a matter'],
  ['POST', '/api/v1/LegalHoldMembershipDeactivation', 'remove.v1', 'Take a user out of a matter'],
  ['GET', '/api/v1/LegalHoldMembershipSummary', 'summary.v1', 'List who is in a matter, unpaged'],
  ['POST', '/api/v4/legal-hold-deactivation/update', 'deactivate.v4', 'Deactivate a matter'],
  ['PUT', '/api/v1/LegalHoldDeactivation/{legalHoldUid}', 'deactivate.v1', 'Deactivate a matter'],
  ['PUT', '/api/v1/LegalHoldReactivation/{legalHoldUid}', 'activate.v1', 'Activate a matter again'],
  ['GET', '/api/v1/LegalHoldEventReport', 'events.v1', 'List what happened to matters'],
  ['POST', '/api/v4/legal-hold-policy/create', 'create-policy.v4', 'Create a preservation policy'],
  ['GET', '/api/v4/legal-hold-policy/view', 'policy.v4', 'Read a preservation policy'],
  ['GET', '/api/v4/legal-hold-policy/list', 'policies.v4', 'List preservation policies'],
]

/** The same for API clients. */
export const legalHoldOfClients: readonly Absent[] = [
  ['POST', '/api/v27/legal-hold-policy/create', 'create-policy.v27', 'Create a preservation policy'],
  ['GET', '/api/v27/legal-hold-policy/view', 'policy.v27', 'Read a preservation policy'],
  ['GET', '/api/v27/legal-hold-policy/list', 'policies.v27', 'List preservation policies'],
  ['POST', '/api/v27/legal-hold-policy/update', 'update-policy.v27', 'Change a preservation policy'],
  ['POST', '/api/v27/legal-hold-matter/create', 'create-matter.v27', 'Create a matter'],
  ['GET', '/api/v27/legal-hold-matter/view', 'matter.v27', 'Read a matter'],
  ['GET', '/api/v27/legal-hold-matter/list', 'matters.v27', 'List matters'],
  ['POST', '/api/v27/legal-hold-matter/update', 'update-matter.v27', 'Change a matter'],
  ['POST', '/api/v27/legal-hold-matter/deactivate', 'deactivate.v27', 'Deactivate a matter'],
  ['POST', '/api/v27/legal-hold-matter/activate', 'activate.v27', 'Activate a matter again'],
  ['GET', '/api/v27/legal-hold-membership/list', 'memberships.v27', 'List who is in matters'],
  ['POST', '/api/v27/legal-hold-membership/create', 'add.v27', 'Add a user to a matter'],
  ['POST', '/api/v27/legal-hold-membership/deactivate', 'remove.v27', 'Take a user out of a matter'],
]

export const archives: readonly Absent[] = [
  ['GET', '/api/v1/Archive', 'list.v1', 'List archives'],
  ['GET', '/api/v1/Archive/{archiveGuid}', 'read.v1', 'Read an archive'],
  ['GET', '/api/v1/RestoreHistory', 'restore-history.v1', 'List past restores'],
  ['GET', '/api/v1/ColdStorage', 'cold-storage.v1', 'List archives in cold storage'],
  ['PUT', '/api/v1/ColdStorage/{archiveGuid}', 'purge-date.v1', 'Set the day on which an archive is purged'],
  ['DELETE', '/api/v1/ColdStorage/{archiveGuid}', 'purge.v1', 'Purge an archive now'],
  ['POST', '/api/v1/DataKeyToken', 'data-key.v1', 'Get a token for the key of an archive'],
  ['GET', '/api/v1/ArchiveMetadata/{guid}', 'metadata.v1', 'List the files of an archive'],
  ['GET', '/api/v1/RestoreRecord', 'restore-records.v1', 'List restore records'],
  ['GET', '/api/v1/RestoreRecord/{restoreId}', 'restore-record.v1', 'Read a restore record'],
  ['GET', '/api/v1/Plan', 'plans.v1', 'List backup plans'],
  ['GET', '/api/v1/Storage/{planUid}', 'storage.v1', 'Read where the archives of a plan are'],
  ['GET', '/api/v1/StoredBytesHistory', 'stored-bytes.v1', 'List stored bytes by day'],
]

export const restores: readonly Absent[] = [
  ['POST', '/api/v1/LoginToken', 'login-token.v1', 'Get a token for a storage node'],
  ['POST', '/api/v1/StorageAuthToken', 'storage-token.v1', 'Get a token for the storage of a plan'],
  ['POST', '/api/v1/WebRestoreSession', 'session.v1', 'Begin a restore'],
  ['GET', '/api/v1/WebRestoreTreeNode', 'tree.v1', 'List a folder of an archive'],
  ['GET', '/api/v1/WebRestoreSearch', 'search.v1', 'Search an archive'],
  ['GET', '/api/v1/WebRestoreFileSize', 'size.v1', 'Read the size of a folder'],
  ['POST', '/api/v1/WebRestoreFileSizePolling', 'measure.v1', 'Have a folder measured'],
  ['GET', '/api/v1/WebRestoreFileSizePolling', 'measured.v1', 'Read how far the measuring is'],
  ['DELETE', '/api/v1/WebRestoreFileSizePolling', 'end-measuring.v1', 'End the measuring'],
  ['POST', '/api/v9/restore/web', 'web.v9', 'Restore by download'],
  ['POST', '/api/v1/WebRestoreJob', 'web.v1', 'Restore by download'],
  ['GET', '/api/v1/WebRestoreJob/{jobId}', 'job.v1', 'Read how far a restore is'],
  ['DELETE', '/api/v1/WebRestoreJob', 'cancel.v1', 'Cancel a restore'],
  ['GET', '/api/v1/WebRestoreJobResult/{jobId}', 'result.v1', 'Download what was restored'],
]

export const pushRestores: readonly Absent[] = [
  ['POST', '/api/v9/restore/push', 'push.v9', 'Restore to a machine'],
  ['POST', '/api/v1/PushRestoreJob', 'push.v1', 'Restore to a machine'],
  ['GET', '/api/v1/FileContent/{planUid}', 'content.v1', 'Download a file by path'],
  ['GET', '/api/v1/FileContent/{planUid}/{fileId}', 'content-of.v1', 'Download a file by id'],
  ['GET', '/api/v1/FileMetadata/{planUid}', 'file.v1', 'Describe a file by path'],
  ['GET', '/api/v1/FileMetadata/{planUid}/{fileId}', 'file-of.v1', 'Describe a file by id'],
]

export const serverAdministration: readonly Absent[] = [
  ['POST', '/api/v1/Destination', 'connect-provider.v1', 'Connect a destination of another provider'],
  ['POST', '/api/v1/Server', 'connect.v1', 'Add a server'],
  ['GET', '/api/v1/ServerConnectionString/{serverId}', 'connection-string.v1', 'Read how a server is added'],
  ['GET', '/api/v1/ServerSettings/{serverId}', 'settings.v1', 'Read the settings of a server'],
  ['PUT', '/api/v1/ServerSettings/{serverId}', 'write-settings.v1', 'Change the settings of a server'],
  ['PUT', '/api/v1/StorePoint/{storePointId}', 'write-store-point.v1', 'Change a store point'],
  ['PUT', '/api/v1/ProductLicense', 'add-licence.v1', 'Add a licence'],
  ['DELETE', '/api/v1/ProductLicense/{productLicenseId}', 'remove-licence.v1', 'Remove a licence'],
  ['POST', '/api/v1/NetworkTest', 'network-test.v1', 'Try to reach an address'],
  ['POST', '/api/v1/Cli', 'command.v1', 'Run a command of the administrative console'],
  ['GET', '/api/v1/DirectorySync', 'directory-syncs.v1', 'List directory synchronizations'],
  ['GET', '/api/v1/DirectorySync/{type}', 'directory-syncs-of.v1', 'List directory synchronizations of a type'],
  ['GET', '/api/v1/EKR/{userUid}', 'key-rotation.v1', 'Read the rotation of encryption keys'],
  ['PUT', '/api/v1/EKR/{userUid}', 'rotate-keys.v1', 'Rotate encryption keys'],
  ['POST', '/api/v1/EKR/{userUid}', 'command-key-rotation.v1', 'Command the rotation of encryption keys'],
  ['DELETE', '/api/v1/EKR/{userUid}', 'end-key-rotation.v1', 'End the rotation of encryption keys'],
  ['GET', '/api/v1/SmartSearch', 'smart-search.v1', 'Search everything'],
  ['GET', '/api/v1/SecurityDetectionEvent', 'security-events.v1', 'List security events; see file events'],
  ['GET', '/api/v3/SecurityToolsProfile', 'security-tools.v3', 'Read the profile of security tools'],
  ['GET', '/api/v4/email-text-customization/view-all', 'mail-texts.v4', 'List texts of mails'],
  ['POST', '/api/v4/email-text-customization/update', 'write-mail-text.v4', 'Change a text of mails'],
  ['POST', '/api/v4/email-text-customization/remove', 'reset-mail-text.v4', 'Reset a text of mails'],
  ['GET', '/api/v1/AlertLog', 'alert-log.v1', 'List alerts of backups'],
]
