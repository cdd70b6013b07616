# To be sourced in the root of the repository: where Ruby finds the layer, the generated code and the library.
RUBYLIB=$PWD/sono-ffi/ruby/lib:$PWD/build/uniffi/ruby${RUBYLIB:+:$RUBYLIB}
SONO_EVAL_LIBRARY=$(ls "$PWD"/build/uniffi/lib/libsono_eval.*)
# One test asks for a panic; its output would only confuse.
RUST_BACKTRACE=0
export RUST_BACKTRACE RUBYLIB SONO_EVAL_LIBRARY
