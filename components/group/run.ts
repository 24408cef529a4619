/** What an action of the group's page answers. */
export type GroupAnswer = { ok: true } | { ok: false; error: { code: string } }

/** Does something to a group, says what became of it, and looks at the group anew. */
export type GroupRun = (work: () => Promise<GroupAnswer>, text?: string) => Promise<void>
