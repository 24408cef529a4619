/** Key in the session storage of a new event to open on the next page. The entry names its user. */
export const NEW_EVENT_KEY = 'kinday-new-event'
