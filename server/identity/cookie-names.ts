/** A person's sign-in. */
export const SESSION_COOKIE = 'dc_session';
/** A browser's enrolment as a device of a hall. */
export const DEVICE_COOKIE = 'dc_device';
