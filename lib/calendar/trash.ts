/** Days that deleted events and calendars stay in the trash. */
export const TRASH_DAYS = 30
