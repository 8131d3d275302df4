// Armadillo, for peers.py:
//
//     armadillo FOLDER N D K full|diagonal      (with --version alone it prints its version)
//
// It reads the number of iterations of each run from standard input, prints the seconds of processor
// time and of wall time, and writes the parameters reached to FOLDER/Armadillo.out. OMP_NUM_THREADS is
// the number of threads.
//
// Armadillo's EM differs from the textbook in three ways: variances have a lower bound, here the least
// positive number; a component whose new covariance cannot be inverted keeps its parameters, and a
// duplicate component loses its weight; covariances are E[xx'] - mm', so that data far from the origin
// lose digits. On these problems the first two never happen, and the third costs nothing.

// The fastest setting: no bounds checks, and direct calls of OpenBLAS.
#define ARMA_NO_DEBUG
#define ARMA_DONT_USE_WRAPPER
#include <armadillo>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

std::vector<double> read(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) throw std::runtime_error(path + " cannot be read");
    std::vector<double> values(static_cast<size_t>(file.tellg()) / sizeof(double));
    file.seekg(0).read(reinterpret_cast<char*>(values.data()), values.size() * sizeof(double));
    return values;
}

void append(std::ofstream& file, const double* values, size_t count) {
    file.write(reinterpret_cast<const char*>(values), count * sizeof(double));
}

double processor_seconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + 1e-9 * now.tv_nsec;
}

// Armadillo stores a sample a column, in column-major order: the same bytes as rows in row-major order.
template <typename Model, typename Covariances>
void serve(const std::string& folder, const arma::mat& data, const arma::rowvec& weights, const arma::mat& means,
           const Covariances& covariances, const Covariances& (*covariances_of)(const Model&)) {
    std::cout << "ready" << std::endl;
    int iterations;
    while (std::cin >> iterations) {
        const double cpu = processor_seconds();
        const auto clock = std::chrono::steady_clock::now();
        Model model;
        model.set_params(means, covariances, weights);
        const bool learned = model.learn(data, means.n_cols, arma::eucl_dist, arma::keep_existing, 0, iterations,
                                         std::numeric_limits<double>::min(), false);
        const double cpu_taken = processor_seconds() - cpu;
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - clock;
        if (!learned) throw std::runtime_error("Armadillo gave up");

        std::ofstream file(folder + "/Armadillo.out", std::ios::binary);
        append(file, model.hefts.memptr(), model.hefts.n_elem);
        append(file, model.means.memptr(), model.means.n_elem);
        append(file, covariances_of(model).memptr(), covariances_of(model).n_elem);
        file.close();
        std::printf("%.9f %.9f\n", cpu_taken, taken.count());
        std::fflush(stdout);
    }
}

int main(int count, char** arguments) {
    if (count == 2 && std::string(arguments[1]) == "--version") {
        std::cout << ARMA_VERSION_MAJOR << '.' << ARMA_VERSION_MINOR << '.' << ARMA_VERSION_PATCH << std::endl;
        return 0;
    }
    if (count != 6 && count != 7) {
        std::cerr << "five or six arguments are expected" << std::endl;
        return 1;
    }
    const std::string folder = arguments[1], shape = arguments[5];
    const size_t n = std::stoul(arguments[2]), d = std::stoul(arguments[3]), k = std::stoul(arguments[4]);

    std::vector<double> values = read(folder + "/data.f64"), start = read(folder + "/start.f64");
    const arma::mat data(values.data(), d, n, false, true);
    const arma::rowvec weights(start.data(), k);
    const arma::mat means(start.data() + k, d, k);
    double* covariances = start.data() + k + k * d;
    if (shape == "full") {
        serve<arma::gmm_full, arma::cube>(folder, data, weights, means, arma::cube(covariances, d, d, k),
                                          [](const arma::gmm_full& model) -> const arma::cube& { return model.fcovs; });
    } else {
        serve<arma::gmm_diag, arma::mat>(folder, data, weights, means, arma::mat(covariances, d, k),
                                         [](const arma::gmm_diag& model) -> const arma::mat& { return model.dcovs; });
    }
}
