import { readLocalAuthority } from '../authority.ts';

/** The public certificate of the local authority, for a device to install. */
export async function GET(): Promise<Response> {
  const authority = await readLocalAuthority();
  if (!authority) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(authority.der), {
    headers: {
      'content-type': 'application/x-x509-ca-cert',
      'content-disposition': 'attachment; filename="diem-cau.crt"',
      'cache-control': 'no-store',
    },
  });
}
