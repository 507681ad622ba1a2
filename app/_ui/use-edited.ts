'use client';

import { useState } from 'react';

/** Whether a form's values, plain data, are others than when it was opened. */
export function useEdited(value: unknown): boolean {
  const now = JSON.stringify(value);
  const [first] = useState(now);
  return now !== first;
}
