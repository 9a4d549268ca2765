{
  "targets": [
    {
      "target_name": "bsd_sockets",
      "sources": [
        "native/addon.cc",
        "native/address/binding.cc",
        "native/address/byteorder.cc",
        "native/address/internet.cc",
        "native/address/linux.cc",
        "native/address/parts.cc",
        "native/address/unix.cc",
        "native/binding/arguments.cc",
        "native/constants/errno.cc",
        "native/constants/kernel-layouts.cc",
        "native/constants/kernel.cc",
        "native/constants/layouts.cc",
        "native/constants/select.cc",
        "native/constants/socket.cc",
        "native/interrupt/interrupt.cc",
        "native/interrupt/waker.cc",
        "native/multiplex/binding.cc",
        "native/multiplex/epoll.cc",
        "native/multiplex/kqueue.cc",
        "native/multiplex/poll.cc",
        "native/multiplex/select.cc",
        "native/names/host.cc",
        "native/names/hostname.cc",
        "native/names/interfaces.cc",
        "native/names/lookup.cc",
        "native/names/nameinfo.cc",
        "native/names/numeric.cc",
        "native/names/resolve.cc",
        "native/names/services.cc",
        "native/select/epoll.cc",
        "native/select/kqueue.cc",
        "native/select/poll.cc",
        "native/select/select.cc",
        "native/socket/control-items.cc",
        "native/socket/control.cc",
        "native/socket/descriptor.cc",
        "native/socket/lifecycle.cc",
        "native/socket/message.cc",
        "native/socket/options.cc",
        "native/socket/transfer.cc",
        "native/trace/binding.cc",
        "native/trace/record.cc",
        "native/trace/tracer.cc",
        "native/waiting/blocking.cc"
      ],
      "variables": {
        "addon_api": "<!(node -p \"require('path').resolve(require('node-addon-api').include_dir)\")"
      },
      "defines": [
        "NAPI_VERSION=8",
        "NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS",
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"
      ],
      "cflags_cc!": ["-std=gnu++17", "-std=gnu++20"],
      "cflags_cc": ["-std=c++17", "-isystem<(addon_api)", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-fvisibility=hidden"],
      "xcode_settings": {
        "OTHER_CPLUSPLUSFLAGS": ["-isystem<(addon_api)", "-Wall", "-Wextra"],
        "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
        "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
        "MACOSX_DEPLOYMENT_TARGET": "11.0"
      }
    }
  ]
}
