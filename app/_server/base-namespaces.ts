/** What the client parts of every page may say; a place adds its own with `Messages`. */
export const BASE_NAMESPACES = ['common', 'errors', 'entry'] as const;
