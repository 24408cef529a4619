/** How many days what was deleted can be brought back. */
export const TRASH_DAYS = 30
