/**
 * Copies a text. Pages without TLS have no Clipboard API and use the deprecated command.
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

/** Adds a field that is not visible. It belongs to the open dialog, outside of which nothing can be selected. */
function hiddenField(text: string): HTMLInputElement {
  const field = document.createElement('input')
  field.className = 'visually-hidden'
  field.value = text
  const parent = document.activeElement?.closest('dialog') ?? document.body
  return parent.appendChild(field)
}
