// Package sonoeval scores what developers submit and explains every point with evidence. It is a thin layer over the C
// library of sono-eval, which pkg-config must find (PKG_CONFIG_PATH=PREFIX/lib/pkgconfig); the build tag sono_static
// links the static one.
//
// Errors of the library are of type [*Error]; a cancelled context ends a call with the error of the context. Columns
// and offsets in results count bytes, as Go does.
package sonoeval

/*
#cgo !sono_static pkg-config: sono_eval
#cgo sono_static pkg-config: sono_eval-static
#include <sono_eval.h>
*/
import "C"

import (
	"slices"
	"unsafe"
)

// Version is the version of the library.
func Version() string { return C.GoString(C.sono_version()) }

// Request answers one call in JSON whose field "options" holds the options of its engine.
func Request(request []byte) ([]byte, error) {
	var out C.SonoString
	data, size := text(request)
	status := C.sono_request(data, size, &out)
	return taken(status, &out)
}

// text passes bytes to C, which keeps no pointer to them after the call.
func text(bytes []byte) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(bytes))), C.size_t(len(bytes))
}

// taken copies an answer, or makes an error of it, and frees its memory.
func taken(status C.SonoStatus, out *C.SonoString) ([]byte, error) {
	defer C.sono_string_free(out)
	var bytes []byte
	if out.ptr != nil {
		bytes = slices.Clone(unsafe.Slice((*byte)(unsafe.Pointer(out.ptr)), out.len))
	}
	if status > C.SONO_STATUS_OK {
		return nil, newError(bytes)
	}
	return bytes, nil
}

// takenBytes copies bytes, and gives their memory back.
func takenBytes(out *C.SonoBytes) []byte {
	defer C.sono_bytes_free(out)
	return slices.Clone(unsafe.Slice((*byte)(out.ptr), out.len))
}
