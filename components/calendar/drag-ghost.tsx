import { useLayoutEffect, useRef } from 'react'
import type { Drag } from './drag'

/**
 * The title of a dragged event beside the pointer. Positioned without React, so that the grid is not rendered for each
 * pixel.
 */
export function DragGhost({ drag, title, className }: { drag: Drag; title: string; className: string }) {
  const element = useRef<HTMLDivElement>(null)
  const { x, y } = drag
  useLayoutEffect(() => {
    const place = (left: number, top: number) => {
      if (element.current) element.current.style.translate = `${left + 10}px ${top + 8}px`
    }
    place(x, y)
    const onMove = (event: PointerEvent) => place(event.clientX, event.clientY)
    addEventListener('pointermove', onMove)
    return () => removeEventListener('pointermove', onMove)
  }, [x, y])
  return (
    <div className={`${className} ghost${drag.to ? '' : ' outside'}`} ref={element} aria-hidden="true">
      <span className="title">{title}</span>
    </div>
  )
}
