/** `Nguyễn Văn An`: family and middle names, then the given name. */
export function nameOf({ familyName, givenName }: { familyName: string; givenName: string }) {
  return `${familyName} ${givenName}`.trim();
}
