/** Directions of a sync. `pull`: changes come from the remote calendar only. */
export const SYNC_DIRECTIONS = ['pull', 'both'] as const
export type SyncDirection = (typeof SYNC_DIRECTIONS)[number]

/** Access of an account to a remote calendar: see busy times, see events, or change them. */
export const REMOTE_ACCESS = ['busy', 'read', 'write'] as const
export type RemoteAccess = (typeof REMOTE_ACCESS)[number]
