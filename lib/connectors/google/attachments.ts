import type { GoogleEvent } from './event'

/** Parameter that distinguishes a file of Google Drive from attachments that Google does not store. */
const FILE_ID = 'x-google-file-id'

/** Returns the files of an event as ATTACH properties (jCal): the details of the event show them as links. */
export function toAttachments({ attachments }: GoogleEvent): unknown[] {
  if (!Array.isArray(attachments)) return []
  return attachments.flatMap((attachment) => {
    const { fileUrl, title, mimeType, fileId } = Object(attachment)
    if (typeof fileUrl !== 'string') return []
    const parameters = Object.entries({ [FILE_ID]: fileId ?? '', filename: title, fmttype: mimeType })
    const texts = parameters.filter(([, value]) => typeof value === 'string')
    return [['attach', Object.fromEntries(texts), 'uri', fileUrl]]
  })
}

/** Converts the files among jCal properties back to Google's form, for projections. Kinday never writes them. */
export function fromAttachments(properties: readonly unknown[]): Pick<GoogleEvent, 'attachments'> {
  const attachments = properties.flatMap((property) => {
    if (!Array.isArray(property) || property[0] !== 'attach' || typeof property[3] !== 'string') return []
    const { [FILE_ID]: fileId, filename, fmttype } = Object(property[1])
    if (typeof fileId !== 'string') return []
    return [{ fileUrl: property[3], title: filename, mimeType: fmttype, ...(fileId && { fileId }) }]
  })
  return attachments.length ? { attachments } : {}
}
