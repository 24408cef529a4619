import { fileSentence } from './disk.mjs'

/** Prints a progress message. */
export function say(text) {
  console.log(text)
}

/** Prints an error message with advice and exits with code 1. */
export function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** Error whose message is shown to the user without a stack trace. */
export class Refusal extends Error {
  name = 'Refusal'
}

/**
 * Returns the text to show for an error: the message of a Refusal, one about a file or disk, or the stack trace.
 * @param {unknown} error
 */
export function sentenceFor(error) {
  if (error instanceof Refusal) return error.message
  const sentence = fileSentence(error)
  if (sentence) return sentence
  const trace = error instanceof Error ? error.stack : String(error)
  return `${trace}\nKinday stopped because of the unexpected error above: please report it with these lines.`
}
