/** Kinds of connections: accounts at providers, feeds (`ics`), public holidays, and the birthdays of a group. */
export const CONNECTION_KINDS = ['google', 'microsoft', 'caldav', 'ics', 'holidays', 'birthdays'] as const
export type ConnectionKind = (typeof CONNECTION_KINDS)[number]

/** Directions of a sync. `pull`: changes come from the remote calendar only. */
export const SYNC_DIRECTIONS = ['pull', 'both'] as const
export type SyncDirection = (typeof SYNC_DIRECTIONS)[number]

/** Access of an account to a remote calendar: see busy times, see events, or change them. */
export const REMOTE_ACCESS = ['busy', 'read', 'write'] as const
export type RemoteAccess = (typeof REMOTE_ACCESS)[number]
