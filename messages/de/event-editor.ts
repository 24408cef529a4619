/** Messages of the event editor that the event dialog does not have, in one script. */
export { default as eventEditor } from './eventEditor.json'
export { default as people } from './people.json'
export { default as quick } from './quick.json'
export { default as repeatEditor } from './repeatEditor.json'
