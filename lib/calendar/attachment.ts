import type { Span } from './span'

/** A file attached to an event. */
export interface Attachment {
  id: string
  name: string
  /** Media type, detected from the file's first bytes. */
  type: string
  bytes: number
  /** Size of the preview in pixels; null for a file that is not shown as a picture. */
  width: number | null
  height: number | null
}

/** An attachment in a change, with the time that its event had. */
export interface RecordedAttachment extends Attachment {
  span: Span
}

/** Form in which an attachment is requested: a download of the file, the file within the page, or a preview. */
export const ATTACHMENT_FORMS = ['file', 'inline', 'preview', 'thumbnail'] as const
export type AttachmentForm = (typeof ATTACHMENT_FORMS)[number]

/** Returns whether the browser may show a file within the page: PDF, and pictures that the server has decoded. */
export function canShowInline({ type, width }: Pick<Attachment, 'type' | 'width'>): boolean {
  return type === 'application/pdf' || (width !== null && type.startsWith('image/'))
}

/** Returns the URL path at which signed-in users download or view an attachment. */
export function pathOfAttachment(id: string, form: AttachmentForm = 'file'): string {
  return `/api/attachments/${id}${form === 'file' ? '' : `?form=${form}`}`
}
