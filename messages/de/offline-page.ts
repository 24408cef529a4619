/** Messages of the pages that open offline, in one script. */
export { default as calendar } from './calendar.json'
export { default as home } from './home.json'
export { default as nav } from './nav.json'
export { default as received } from './received.json'
