/** Returns the text of each named field of a form; empty if the form does not show the field. */
export function formTexts<N extends string>(form: HTMLFormElement, ...names: N[]): Record<N, string> {
  const data = new FormData(form)
  const texts = names.map((name) => [name, String(data.get(name) ?? '')] as const)
  return Object.fromEntries(texts) as Record<N, string>
}
