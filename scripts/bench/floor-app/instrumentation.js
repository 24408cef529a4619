/**
 * Does nothing. Without it Turbopack would take the file of this name in the parent folder: Kinday's, with its worker.
 */
export function register() {}
