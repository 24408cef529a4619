import { type RefObject, useEffect, useEffectEvent, useState } from 'react'

/**
 * Receives files that are dropped on the dialog around an element, or pasted in it. Returns whether files are being
 * dragged over it.
 */
export function useFileTarget(
  element: RefObject<HTMLElement | null>,
  onFiles: (files: File[]) => void,
): boolean {
  const [isOver, setOver] = useState(false)
  const receive = useEffectEvent(onFiles)
  useEffect(() => {
    const target = element.current?.closest<HTMLElement>('dialog')
    if (!target) return
    const listening = new AbortController()
    const { signal } = listening
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    }
    const onDrop = (event: DragEvent) => {
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (!files.length) return
      event.preventDefault()
      receive(files)
    }
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      // A copied text or table often comes with a picture of it.
      if (!files.length || event.clipboardData?.types.includes('text/plain')) return
      event.preventDefault()
      receive(files)
    }
    const onDragLeave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && target.contains(relatedTarget))) setOver(false)
    }
    target.addEventListener('dragover', onDragOver, { signal })
    target.addEventListener('dragleave', onDragLeave, { signal })
    target.addEventListener('drop', onDrop, { signal })
    target.addEventListener('paste', onPaste, { signal })
    return () => listening.abort()
  }, [element])
  return isOver
}
