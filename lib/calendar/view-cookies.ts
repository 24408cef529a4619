/** The cookies by which a browser tells the server what it shows, so that pages are rendered as they will be. */
export const VIEW_COOKIES = { lanes: 'lanes', view: 'view', side: 'side' } as const
