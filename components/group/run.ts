/** Result of an action on the group page. */
export type GroupActionResult = { ok: true } | { ok: false; error: { code: string; data?: unknown } }

/** Runs an action on a group, shows a toast with its result, and refetches the group. */
export type GroupRun = (work: () => Promise<GroupActionResult>, text?: string) => Promise<void>
