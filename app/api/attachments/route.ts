import { requestAttachmentLimits, storeUpload } from '@/lib/http/attachments'
import { jsonEndpoint } from '@/lib/http/endpoint'
import { attachmentLimits, uploadOutput } from '@/lib/schemas/attachments'

/** Stores a file with the name `?name=`: as an attachment of `?event=<id>`, or as a draft. */
export const POST = jsonEndpoint(uploadOutput, storeUpload)

/** Returns the limits of attachments, and how much of the quota the user has used. */
export const GET = jsonEndpoint(attachmentLimits, requestAttachmentLimits)
