/** Errors caused by requests, with their HTTP status. A closed list: the interface has a text for each. */
export const ERRORS = {
  INVALID: 400,
  SIGNED_OUT: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  GONE: 410,
  TOO_LARGE: 413,
  /** A maximum number or size is reached, such as of events or files. Waiting does not help. */
  LIMIT_REACHED: 422,
  /** Too many attempts or requests at once or in a period. Waiting helps. */
  TOO_MANY: 429,
  UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof ERRORS

/** Why a field of the input is invalid. */
export interface FieldError {
  code: FieldErrorCode
  /** The maximum or minimum that the text of the error names. */
  limit?: number
  /** The invalid entry, if the field is a list. */
  value?: string
}

/** Reasons why a field can be invalid. The texts are in `messages/<language>/errors.json`. */
export const FIELD_ERRORS = [
  'required',
  'too_short',
  'too_long',
  'too_many',
  'bad_email',
  'bad_zone',
  'bad_date',
  'bad_birthday',
  'bad_rule',
  // Of edits of a series: it cannot be moved like this; too many of its occurrences differ; the field cannot be changed
  // for one occurrence alone.
  'not_movable',
  'too_many_exceptions',
  'whole_series',
  'end_before_start',
  'taken',
  'wrong_password',
  'wrong_current_password',
  'sign_in_again',
  'suspended',
  'wrong_address',
  'daily_limit',
  'unverified_address',
  // Sign-up requires an invitation.
  'by_invitation',
  // The event cannot be hidden from a user who attends it.
  'attends',
  'registration_closed',
  'not_a_picture',
  'too_large',
  'too_many_pixels',
  'invalid',
] as const

export type FieldErrorCode = (typeof FIELD_ERRORS)[number]

export type FieldErrors = Record<string, FieldError>

/** An error that the client can handle. Any other error is a bug. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: { fields?: FieldErrors; data?: unknown } = {},
  ) {
    super(code)
  }

  get status(): number {
    return ERRORS[this.code]
  }
}

/** Creates the error of an invalid input field. */
export function fieldError(field: string, code: FieldErrorCode, limit?: number): AppError {
  return new AppError('INVALID', { fields: { [field]: limit === undefined ? { code } : { code, limit } } })
}
