/**
 * Copies a text and returns whether that succeeded. Pages without TLS have no Clipboard API, so they use the deprecated
 * command.
 * @param field contains the text, if the page shows it
 */
export async function copyText(text: string, field?: HTMLInputElement): Promise<boolean> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  const source = field ?? hiddenField(text)
  source.select()
  const isCopied = document.execCommand('copy')
  if (!field) source.remove()
  return isCopied
}

/** Adds an invisible field: inside the open dialog, if there is one, because nothing outside it can be selected. */
function hiddenField(text: string): HTMLInputElement {
  const field = document.createElement('input')
  field.className = 'visually-hidden'
  field.value = text
  const parent = document.activeElement?.closest('dialog') ?? document.body
  return parent.appendChild(field)
}
