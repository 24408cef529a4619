import { fileSentence } from './disk.mjs'

/** Prints one calm line about what is happening. */
export function say(text) {
  console.log(text)
}

/** Prints the one sentence (what happened, and what to do) and ends the process with code 1. */
export function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** A `fail` thrown from deep inside: its message is the sentence that is shown. */
export class Refusal extends Error {
  name = 'Refusal'
}

/**
 * Returns the text to show for any error: a Refusal's own sentence, one about a file or disk, or else its trace and a sentence.
 * @param {unknown} error
 */
export function sentenceFor(error) {
  if (error instanceof Refusal) return error.message
  const sentence = fileSentence(error)
  if (sentence) return sentence
  const trace = error instanceof Error ? error.stack : String(error)
  return `${trace}\nKinday stopped because of the unexpected error above: please report it with these lines.`
}
