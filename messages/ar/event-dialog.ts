/** Messages of the event dialog, in one script. */
export { default as change } from './change.json'
export { default as event } from './event.json'
export { default as history } from './history.json'
export { default as palette } from './palette.json'
export { default as repeat } from './repeat.json'
export { default as scope } from './scope.json'
